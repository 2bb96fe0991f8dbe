/** Replay jobs as they run. */
@NullMarked
package io.hookstream.sagas.replay;

import org.jspecify.annotations.NullMarked;
