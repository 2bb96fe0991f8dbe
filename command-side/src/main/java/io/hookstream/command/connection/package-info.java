/** What may happen to a connection. */
@NullMarked
package io.hookstream.command.connection;

import org.jspecify.annotations.NullMarked;
