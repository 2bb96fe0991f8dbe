/** Destinations in AWS. Amazon's clients make the requests; ours sends them, behind the egress guard. */
@NullMarked
package io.hookstream.delivery.destination.aws;

import org.jspecify.annotations.NullMarked;
