/** What can be asked about connections. */
@NullMarked
package io.hookstream.query.connection;

import org.jspecify.annotations.NullMarked;
