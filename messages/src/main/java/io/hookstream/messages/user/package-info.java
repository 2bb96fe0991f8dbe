/** Users: the people who log in. */
@NullMarked
package io.hookstream.messages.user;

import org.jspecify.annotations.NullMarked;
