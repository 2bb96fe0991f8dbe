/** The REST API of sources. */
@NullMarked
package io.hookstream.api.source;

import org.jspecify.annotations.NullMarked;
