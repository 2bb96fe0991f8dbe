/** What can be asked about issues. */
@NullMarked
package io.hookstream.query.issue;

import org.jspecify.annotations.NullMarked;
