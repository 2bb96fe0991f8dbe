/** What can be asked about API keys. */
@NullMarked
package io.hookstream.query.apikey;

import org.jspecify.annotations.NullMarked;
