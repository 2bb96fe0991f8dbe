/** What may happen to a received event and its deliveries. */
@NullMarked
package io.hookstream.command.event;

import org.jspecify.annotations.NullMarked;
