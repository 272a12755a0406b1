package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import loralei.config.UserError;
import loralei.job.Finding.Verdict;
import loralei.text.Message;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The doctor's training on two devices, the second of which is the processor as well. */
class TrialRunTest {
    @Test
    void theProcessorAgreesWithItselfToTheBit() {
        TrialRun.Outcome outcome = TrialRun.compare(ComputeDevice.cpu(), ComputeType.FP32);
        assertThat(outcome).isEqualTo(new TrialRun.Outcome(0, 0));
    }

    @Test
    void weightsIn16BitsAgreeAndAreSeenToDiffer() {
        TrialRun.Outcome outcome = TrialRun.compare(ComputeDevice.cpu(), ComputeType.BF16);
        assertThat(outcome.loss()).isPositive();
        assertThat(outcome.gradient()).isPositive();
        assertThat(outcome.agrees(ComputeType.BF16)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "0.005,0.005,FP32,true",
        "0.03,0.005,FP32,false",
        "0.005,0.03,FP16,false",
        "0.03,0.03,BF16,true",
        "NaN,0,FP16,false",
        "0,NaN,FP16,false"
    })
    void whatIsTooFarApartDisagrees(double loss, double gradient, ComputeType type, boolean agrees) {
        TrialRun.Outcome outcome = new TrialRun.Outcome(loss, gradient);
        assertThat(outcome.agrees(type)).isEqualTo(agrees);
        assertThat(LibraryFindings.trained(Message.text("training"), outcome, type)
                        .verdict())
                .isEqualTo(agrees ? Verdict.GREEN : Verdict.RED);
    }

    @Test
    void theDoctorTellsWhatADeviceCanDo() {
        List<Finding> findings = LibraryFindings.on("", ComputeDevice::cpu);
        assertThat(findings).extracting(Finding::verdict).containsOnly(Verdict.GREEN);
        assertThat(findings)
                .extracting(Finding::text)
                .anyMatch(text -> text.toString().contains("10 steps of the small model in fp32"));
    }

    @Test
    void theDoctorTellsTheCauseWhereADeviceFails() {
        List<Finding> findings = LibraryFindings.on(" X", () -> {
            throw UserError.run(
                    Message.text("PyTorch has no code for this graphics card."), Message.text("Use another."));
        });
        assertThat(findings)
                .containsExactly(Finding.red(
                        Message.of("doctor.onCard", " X"),
                        Message.text("PyTorch has no code for this graphics card."),
                        Message.text("Use another.")));
    }
}
