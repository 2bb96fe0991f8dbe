/** Sources: the addresses that webhooks are sent to. */
@NullMarked
package io.hookstream.messages.source;

import org.jspecify.annotations.NullMarked;
