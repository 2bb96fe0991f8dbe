/** The lanes: the queue in front of each destination. */
@NullMarked
package io.hookstream.delivery.lane;

import org.jspecify.annotations.NullMarked;
