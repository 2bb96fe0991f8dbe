/** Sessions: what a browser shows to be let in. They are no facts, and not in the log. */
@NullMarked
package io.hookstream.messages.session;

import org.jspecify.annotations.NullMarked;
