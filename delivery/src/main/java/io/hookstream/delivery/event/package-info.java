/** Received events, as the router and the lanes read them from the log. */
@NullMarked
package io.hookstream.delivery.event;

import org.jspecify.annotations.NullMarked;
