/** The read model of API keys. */
@NullMarked
package io.hookstream.projections.apikey;

import org.jspecify.annotations.NullMarked;
