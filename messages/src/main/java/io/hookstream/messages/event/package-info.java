/** Received events, their deliveries and delivery attempts. */
@NullMarked
package io.hookstream.messages.event;

import org.jspecify.annotations.NullMarked;
