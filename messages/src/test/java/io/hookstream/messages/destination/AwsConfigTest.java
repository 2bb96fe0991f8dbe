package io.hookstream.messages.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hookstream.messages.Json;
import io.hookstream.messages.Refused;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsConfigTest {

    /** The golden file with one field changed; with {@code -} it is absent. */
    private static DestinationConfig with(String type, String field, @Nullable String value) throws IOException {
        Path golden = Path.of("src/test/resources/destination-configs", type + ".json");
        ObjectNode config = (ObjectNode) Json.mapper().readTree(golden.toFile());
        if ("-".equals(value)) {
            config.remove(field);
        } else {
            config.put(field, value);
        }
        return Json.mapper().treeToValue(config, DestinationConfig.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sqs | queue_url | - | is required",
                "sqs | queue_url | ftp://sqs.us-east-1.amazonaws.com/1/a | must begin with",
                "sqs | region | - | is required",
                "sqs | region | us-east-1.evil.example | is no region",
                "sqs | secret_access_key | - | is required",
                "sqs | access_key_id | - | is required",
                "sqs | access_key_id | a b | is no access key",
                "sqs | role_arn | arn:aws:iam::1:user/a | is no role's ARN",
                "sqs | role_arn | - | is required",
                "sqs | external_id | é | must have",
                "sqs | message_group_id | - | is required of a FIFO queue",
                "sqs | message_group_id | a b | must have",
                "sqs | endpoint | nowhere | must begin with",
                "sqs | timeout | 61 | must be between",
                "s3 | bucket | - | is required",
                "s3 | bucket | No_Bucket | must have",
                "s3 | region | - | is required",
                "s3 | prefix | - | is required",
                "s3 | format | xml | must be json or raw",
                "eventbridge | event_bus_arn | - | is required",
                "eventbridge | event_bus_arn | arn:aws:sqs:us-east-1:123456789012:a | is neither",
                "eventbridge | region | - | is required",
                "eventbridge | source | - | is required",
                "eventbridge | source | aws.ec2 | must not begin",
                "eventbridge | detail_type | - | is required",
            })
    void whatIsMissingOrWrongIsNamed(String type, String field, String value, String problem) throws IOException {
        DestinationConfig config = with(type, field, value);

        assertThatThrownBy(config::checked)
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith("config." + field + ": " + problem);
    }

    @Test
    void keysMayBeAbsentTogetherForAwsItself() {
        SqsConfig config = new SqsConfig(
                "https://sqs.us-east-1.amazonaws.com/123456789012/orders",
                "us-east-1",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);

        assertThat(config.checked().timeout()).isEqualTo(30);
        assertThatThrownBy(config::requireKeys).hasMessageStartingWith("config.access_key_id: is required");
    }

    @ParameterizedTest
    @CsvSource({
        "https://sqs.us-east-1.amazonaws.com.evil.example/1/a",
        "http://sqs.us-east-1.amazonaws.com/1/a",
        "https://queue.example/1/a",
        "https://evil.example:443/.amazonaws.com/a"
    })
    void noOtherServerIsSentWhatTheMachineSigned(String queueUrl) {
        SqsConfig config = new SqsConfig(queueUrl, "us-east-1", null, null, null, null, null, null, null, null);

        assertThatThrownBy(config::checked).hasMessageStartingWith("config.access_key_id: is required");
    }

    @Test
    void noSecretIsInAText() throws IOException {
        assertThat(with("sqs", "region", "us-east-1").toString())
                .doesNotContain("bm9uY2U")
                .contains("****cret");
    }
}
