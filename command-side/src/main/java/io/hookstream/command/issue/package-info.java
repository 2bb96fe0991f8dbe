/** What may happen to an issue. */
@NullMarked
package io.hookstream.command.issue;

import org.jspecify.annotations.NullMarked;
