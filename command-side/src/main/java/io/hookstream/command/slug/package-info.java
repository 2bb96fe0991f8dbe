/** Who holds which slug. */
@NullMarked
package io.hookstream.command.slug;

import org.jspecify.annotations.NullMarked;
