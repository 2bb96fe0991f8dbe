/** What can be asked about organizations. */
@NullMarked
package io.hookstream.query.organization;

import org.jspecify.annotations.NullMarked;
