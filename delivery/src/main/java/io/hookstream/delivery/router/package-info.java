/** The router: which connections an event goes through. */
@NullMarked
package io.hookstream.delivery.router;

import org.jspecify.annotations.NullMarked;
