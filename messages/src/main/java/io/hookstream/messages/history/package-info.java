/** What things were set to in the past. */
@NullMarked
package io.hookstream.messages.history;

import org.jspecify.annotations.NullMarked;
