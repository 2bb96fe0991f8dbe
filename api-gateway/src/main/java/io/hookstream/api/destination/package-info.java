/** The REST API of destinations. */
@NullMarked
package io.hookstream.api.destination;

import org.jspecify.annotations.NullMarked;
