/** The REST API of issues. */
@NullMarked
package io.hookstream.api.issue;

import org.jspecify.annotations.NullMarked;
