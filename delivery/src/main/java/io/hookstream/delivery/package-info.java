/** Router, lanes and senders: the way of an event from the log to its destinations. */
@NullMarked
package io.hookstream.delivery;

import org.jspecify.annotations.NullMarked;
