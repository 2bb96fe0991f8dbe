/** What a connection does with an event before it is delivered: decides by its filter, and reshapes by its transform. */
@NullMarked
package io.hookstream.delivery.connection;

import org.jspecify.annotations.NullMarked;
