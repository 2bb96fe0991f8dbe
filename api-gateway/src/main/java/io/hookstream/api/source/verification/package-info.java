/** How webhooks are verified, one class per shape that a signature has. */
@NullMarked
package io.hookstream.api.source.verification;

import org.jspecify.annotations.NullMarked;
