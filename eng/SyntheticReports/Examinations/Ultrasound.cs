namespace SyntheticReports.Examinations;

internal static class Ultrasound
{
    public static Examination Create() => new(
        Titles: new(["Ultrasound of abdomen and leg veins", "US abdomen, pelvis and legs"], ["Ultrasound abdomen, Doppler legs"], ["Sonography of the abdomen and deep veins"]),
        Techniques: ["Transabdominal examination.", "Compression and colour Doppler.", "Limited by bowel gas.", "High-frequency linear probe."],
        Complaints: new(
            ["Right upper quadrant pain.", "Swollen calf.", "Abnormal liver function tests.", "Pelvic pain."],
            ["Jaundice.", "Palpable lump.", "Immobile after surgery."],
            ["Fever and Murphy sign.", "Leg heavier than the other since Sunday.", "Rising creatinine."]),
        Normal: new(
            ["The liver is of normal size.", "The common bile duct measures 4 mm.", "Both kidneys are of normal size.", "The spleen is not enlarged."],
            ["There is a normal inferior vena cava.", "The stomach is full.", "The tail of the pancreas is obscured."],
            ["The portal vein shows forward flow.", "Bladder empties completely.", "Corticomedullary differentiation is kept."]),
        NextSteps: ["ultrasound", "MRI", "CT"],
        Findings:
        [
            new(Urgency.Now, new(["deep vein thrombosis", "venous thrombosis"], ["occlusive thrombus"], ["clot in the deep veins"]), ["in the left popliteal vein", "in the right femoral vein"])
            {
                Countable = false,
                Adjectives = ["acute", "occlusive"],
                OldNames = new(["post-thrombotic wall thickening", "chronic thrombosis"], null, ["organised clot"]),
            },
            new(Urgency.Now, new(["cholecystitis"], ["gallbladder inflammation"], ["inflammation of the gallbladder"]), ["with wall oedema", "with a positive probe sign"])
            {
                Countable = false,
                Adjectives = ["acute"],
            },
            new(Urgency.Now, new(["hydronephrosis"], ["pelvicalyceal dilatation"], ["obstructed collecting system"]), ["of the right kidney", "of the left kidney"])
            {
                Countable = false,
                Adjectives = ["marked", "moderate"],
                OldNames = new(["hydronephrosis", "extrarenal pelvis"], null, ["baggy collecting system"]),
            },
            new(Urgency.Now, new(["intraperitoneal free fluid", "free fluid"], ["haemoperitoneum"], ["blood in the peritoneal cavity"]), ["in Morison's pouch", "in the pelvis"])
            {
                Countable = false,
                Adjectives = ["echogenic", "extensive"],
                OldNames = new(["dialysis fluid"], null, null),
            },
            new(Urgency.Later, new(["gallbladder polyp"], ["mural polyp"], ["polypoid wall lesion"]), ["at the fundus", "on the anterior wall"])
            {
                OldNames = new(["gallbladder polyp"], null, ["polypoid wall lesion"]),
                Adjectives = ["small", "sessile"],
                Millimetres = (6, 11),
            },
            new(Urgency.Later, new(["liver lesion"], ["echogenic liver lesion"], ["hepatic focus"]), ["in the right lobe", "in segment IV"])
            {
                OldNames = new(["haemangioma", "liver lesion"], null, ["hepatic focus"]),
                Adjectives = ["echogenic", "hypoechoic"],
                Millimetres = (9, 30),
            },
            new(Urgency.Later, new(["ovarian cyst"], ["cyst of the ovary"], ["adnexal lesion"]), ["on the left", "on the right"])
            {
                OldNames = new(["ovarian cyst", "dermoid"], null, ["adnexal lesion"]),
                Adjectives = ["septated", "complex"],
                Millimetres = (30, 62),
            },
            new(Urgency.Later, new(["aortic aneurysm"], ["aortic dilatation"], ["ectatic aorta"]), ["below the renal arteries"])
            {
                OldNames = new(["aortic aneurysm"], null, ["ectatic aorta"]),
                Adjectives = ["small", "fusiform"],
                Millimetres = (31, 44),
                CanResolve = false,
            },
        ]);
}
