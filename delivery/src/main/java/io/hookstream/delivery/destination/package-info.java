/** How an event leaves: one sender per destination type, each behind the egress guard. */
@NullMarked
package io.hookstream.delivery.destination;

import org.jspecify.annotations.NullMarked;
