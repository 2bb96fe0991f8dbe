/** What may happen to a user. */
@NullMarked
package io.hookstream.command.user;

import org.jspecify.annotations.NullMarked;
