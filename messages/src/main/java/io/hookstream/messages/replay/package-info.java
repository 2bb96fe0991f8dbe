/** Replay jobs: events of the past are delivered once more. */
@NullMarked
package io.hookstream.messages.replay;

import org.jspecify.annotations.NullMarked;
