/** Idempotency keys: who sends the same request again gets the first answer. */
@NullMarked
package io.hookstream.messages.idempotency;

import org.jspecify.annotations.NullMarked;
