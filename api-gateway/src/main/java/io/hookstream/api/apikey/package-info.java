/** The REST API of API keys. */
@NullMarked
package io.hookstream.api.apikey;

import org.jspecify.annotations.NullMarked;
