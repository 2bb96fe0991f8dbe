/** What can be asked about sources. */
@NullMarked
package io.hookstream.query.source;

import org.jspecify.annotations.NullMarked;
