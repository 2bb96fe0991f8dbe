/** What can be asked about destinations. */
@NullMarked
package io.hookstream.query.destination;

import org.jspecify.annotations.NullMarked;
