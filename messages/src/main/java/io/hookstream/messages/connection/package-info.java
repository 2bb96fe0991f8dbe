/** Connections: which events of a source go to which destination, and how they are reshaped on the way. */
@NullMarked
package io.hookstream.messages.connection;

import org.jspecify.annotations.NullMarked;
