/** What may happen to an organization. */
@NullMarked
package io.hookstream.command.organization;

import org.jspecify.annotations.NullMarked;
