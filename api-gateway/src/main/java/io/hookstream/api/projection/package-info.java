/** The REST API for administrators of projections. */
@NullMarked
package io.hookstream.api.projection;

import org.jspecify.annotations.NullMarked;
