/** What may happen to a source. */
@NullMarked
package io.hookstream.command.source;

import org.jspecify.annotations.NullMarked;
