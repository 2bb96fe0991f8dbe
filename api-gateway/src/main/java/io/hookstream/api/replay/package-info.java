/** The REST API of replay jobs. */
@NullMarked
package io.hookstream.api.replay;

import org.jspecify.annotations.NullMarked;
