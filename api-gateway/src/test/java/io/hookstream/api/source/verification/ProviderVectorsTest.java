package io.hookstream.api.source.verification;

import static io.hookstream.api.source.verification.Signed.asked;
import static io.hookstream.api.source.verification.Signed.verifier;
import static io.hookstream.api.source.verification.Signed.webhook;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Known answers that the providers themselves publish, in their documents or with the tests of their libraries. */
class ProviderVectorsTest {

    private static void isVerified(Verifier verifier, Incoming webhook, Instant now) {
        assertThatCode(() -> verifier.verify(webhook, now)).doesNotThrowAnyException();
    }

    private static void isRefused(Verifier verifier, Incoming webhook, Instant now) {
        assertThatThrownBy(() -> verifier.verify(webhook, now)).isInstanceOf(io.hookstream.api.ApiException.class);
    }

    /** octokit/webhooks-methods.js, its tests. */
    @Test
    void github() {
        Verifier github = verifier("github", "mysecret");
        String signature = "sha256=4864d2759938a15468b5df9ade20bf161da9b4f737ea61794142f3484236bda3";

        isVerified(github, webhook("{\"foo\":\"bar\"}", "X-Hub-Signature-256", signature), Instant.EPOCH);
        isRefused(github, webhook("{\"foo\": \"bar\"}", "X-Hub-Signature-256", signature), Instant.EPOCH);
    }

    /** docs.github.com, "Validating webhook deliveries". */
    @Test
    void githubsDocuments() {
        isVerified(
                verifier("github", "It's a Secret to Everybody"),
                webhook(
                        "Hello, World!",
                        "x-hub-signature-256",
                        "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"),
                Instant.EPOCH);
    }

    /** docs.slack.dev, "Verifying requests from Slack"; also in java-slack-sdk's SlackSignatureTest. */
    @Test
    void slack() {
        String body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
                + "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
                + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
                + "%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
        Incoming webhook = webhook(
                body,
                "X-Slack-Signature",
                "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
                "X-Slack-Request-Timestamp",
                "1531420618");
        Verifier slack = verifier("slack", "8f742231b10e8888abcd99yyyzzz85a5");

        isVerified(slack, webhook, Instant.ofEpochSecond(1_531_420_618));
        isRefused(slack, webhook, Instant.ofEpochSecond(1_531_420_618 + 301));
    }

    /** twilio-php, twilio-csharp and twilio-go, the tests of their request validators. */
    @ParameterizedTest
    @CsvSource({
        "https://mycompany.com/myapp.php, RSOYDt4T1cUTdK1PDd93/VVr8B8=",
        "https://mycompany.com:1234/myapp.php, RSOYDt4T1cUTdK1PDd93/VVr8B8=",
        "http://mycompany.com:1234/myapp.php, Zmvh+3yNM1Phv2jhDCwEM3q5ebU=",
        "https://mycompany.com/myapp.php, kvajT1Ptam85bY51eRf/AJRuM3w=",
        "http://mycompany.com/myapp.php, 0ZXoZLH/DfblKGATFgpif+LLRf4=",
        "https://MyCompany.com/myapp.php, g9IN/x4Cft2g517EjYvEvM/W7LU=",
        "https://MyCompany.com:1234/myapp.php, PCqOZm8cnu/L6+u5i5fuEd+Iac4=",
    })
    void twiliosForms(String url, String signature) {
        Verifier twilio = verifier("twilio", "12345", Map.of("verification_url", url));
        String form =
                "Digits=1234&To=%2B18005551212&From=%2B14158675309&Caller=%2B14158675309&CallSid=CA1234567890ABCDE";
        String type = "application/x-www-form-urlencoded; charset=UTF-8";

        isVerified(
                twilio,
                asked("foo=1&bar=2", form, "Content-Type", type, "X-Twilio-Signature", signature),
                Instant.EPOCH);
        isRefused(
                twilio,
                asked("foo=1&bar=3", form, "Content-Type", type, "X-Twilio-Signature", signature),
                Instant.EPOCH);
        isRefused(
                twilio,
                asked(
                        "foo=1&bar=2",
                        form.replace("1234&", "9999&"),
                        "Content-Type",
                        type,
                        "X-Twilio-Signature",
                        signature),
                Instant.EPOCH);
    }

    /** twilio-php's RequestValidatorTest, testValidateWithArrayAndDuplicates. */
    @Test
    void twiliosRepeatedFields() {
        isVerified(
                verifier("twilio", "12345", Map.of("verification_url", "https://mycompany.com/myapp.php")),
                asked(
                        "foo=1&bar=2",
                        "Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234&Digits=1234",
                        "Content-Type",
                        "application/x-www-form-urlencoded",
                        "X-Twilio-Signature",
                        "IK+Dwps556ElfBT0I3Rgjkr1wJU="),
                Instant.EPOCH);
    }

    /** twilio-java's and twilio-csharp's RequestValidatorTest. */
    @ParameterizedTest
    @CsvSource({"foo=1&bar=2&, a9nBmqA0ju/hNViExpshrM61xv4=", "'', y77kIzt2vzLz71DgmJGsen2scGs="})
    void twiliosJson(String query, String signature) {
        Verifier twilio = verifier("twilio", "12345", Map.of("verification_url", "https://mycompany.com/myapp.php"));
        String digested = query + "bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";
        String body = "{\"property\": \"value\", \"boolean\": true}";
        String[] headers = {"Content-Type", "application/json", "X-Twilio-Signature", signature};

        isVerified(twilio, asked(digested, body, headers), Instant.EPOCH);
        isRefused(twilio, asked(digested, body + " ", headers), Instant.EPOCH);
        isRefused(twilio, asked("foo=1&bar=2", body, headers), Instant.EPOCH);
    }

    /** sendgrid-java's EventWebhookTest: the line break at the end is signed too. */
    @Test
    void sendgrid() {
        Verifier sendgrid = verifier(
                "sendgrid",
                "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpig"
                        + "lSI8eNEc6wEA3F+g==");
        String body = "[{\"email\":\"hello@world.com\",\"event\":\"dropped\",\"reason\":\"Bounced Address\","
                + "\"sg_event_id\":\"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA\","
                + "\"sg_message_id\":\"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0\","
                + "\"smtp-id\":\"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>\",\"timestamp\":1600112492}]";
        String[] headers = {
            "X-Twilio-Email-Event-Webhook-Signature",
            "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=",
            "X-Twilio-Email-Event-Webhook-Timestamp",
            "1600112502"
        };
        Instant then = Instant.ofEpochSecond(1_600_112_502);

        isVerified(sendgrid, webhook(body + "\r\n", headers), then);
        isRefused(sendgrid, webhook(body, headers), then);
        isRefused(sendgrid, webhook(body + "\r\n", headers), then.plusSeconds(301));
    }

    /** svix-webhooks' documents and tests, and those of Standard Webhooks. */
    @ParameterizedTest
    @CsvSource({"svix, svix-", "svix, webhook-", "clerk, svix-", "resend, svix-", "standard_webhooks, webhook-"})
    void svix(String type, String prefix) {
        Verifier svix = verifier(type, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        String signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        Instant then = Instant.ofEpochSecond(1_614_265_330);

        isVerified(svix, sent(prefix, "{\"test\": 2432232314}", signature), then);
        isVerified(svix, sent(prefix, "{\"test\": 2432232314}", "v1,AAAA v2,x v1a,y " + signature), then);
        isRefused(svix, sent(prefix, "{\"test\": 2432232315}", signature), then);
        isRefused(svix, sent(prefix, "{\"test\": 2432232314}", signature.replace("v1,", "v2,")), then);
        isRefused(svix, sent(prefix, "{\"test\": 2432232314}", signature.substring(3)), then);
    }

    private static Incoming sent(String prefix, String body, String signatures) {
        return webhook(
                body,
                prefix + "id",
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                prefix + "timestamp",
                "1614265330",
                prefix + "signature",
                signatures);
    }

    /** paddle-node-sdk, webhooks-validator.node.test.ts. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"data": ["1", "2"]} | ts=1698796800;h1=a300428748dce5c70e4da19bffd60769591ea969c99dea3105d0ec9612cf43f9
        {"data": "value"} | ts=1698796800;h1=28981e941fae76e53db32f3d2a83cb69db41476595e84e1970a1b5d98f62b261;h1=28981e941fae76e53db32f3d2a83cb69db41476595e84e1970a1b5d98f62b261;h2=RANDOM_HASH
        """)
    void paddle(String body, String header) {
        Instant then = Instant.ofEpochSecond(1_698_796_800);

        isVerified(verifier("paddle", "VALID_SECRET"), webhook(body, "Paddle-Signature", header), then);
        isRefused(verifier("paddle", "INVALID_VALID_SECRET"), webhook(body, "Paddle-Signature", header), then);
        isRefused(verifier("paddle", "VALID_SECRET"), webhook(body + " ", "Paddle-Signature", header), then);
        isRefused(
                verifier("paddle", "VALID_SECRET"),
                webhook(body, "Paddle-Signature", header.replace("1698796800", "9876")),
                then);
    }
}
