/** The REST API: what every feature's controller shares. */
@NullMarked
package io.hookstream.api;

import org.jspecify.annotations.NullMarked;
