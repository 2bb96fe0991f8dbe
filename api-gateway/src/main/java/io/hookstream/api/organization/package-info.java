/** The REST API of organizations, their environments and members. */
@NullMarked
package io.hookstream.api.organization;

import org.jspecify.annotations.NullMarked;
