/** Destinations: where events are delivered, and how. */
@NullMarked
package io.hookstream.messages.destination;

import org.jspecify.annotations.NullMarked;
