/** What may happen to a destination. */
@NullMarked
package io.hookstream.command.destination;

import org.jspecify.annotations.NullMarked;
