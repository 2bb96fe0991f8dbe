/** API keys: what a program shows to be let in. */
@NullMarked
package io.hookstream.messages.apikey;

import org.jspecify.annotations.NullMarked;
