/** Requests that may be sent again without being carried out again. */
@NullMarked
package io.hookstream.api.idempotency;

import org.jspecify.annotations.NullMarked;
