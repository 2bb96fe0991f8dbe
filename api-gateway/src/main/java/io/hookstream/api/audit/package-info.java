/** The REST API of changes. */
@NullMarked
package io.hookstream.api.audit;

import org.jspecify.annotations.NullMarked;
