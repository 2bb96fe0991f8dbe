/** The queries about changes. */
@NullMarked
package io.hookstream.query.audit;

import org.jspecify.annotations.NullMarked;
