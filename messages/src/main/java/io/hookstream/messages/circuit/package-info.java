/** Circuit breakers: one per destination, so that a bad endpoint hurts only itself. */
@NullMarked
package io.hookstream.messages.circuit;

import org.jspecify.annotations.NullMarked;
