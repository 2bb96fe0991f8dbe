/** What may happen to an API key. */
@NullMarked
package io.hookstream.command.apikey;

import org.jspecify.annotations.NullMarked;
