/** What stations say in many tongues: titles, and their bytes in hexadecimal in the charset that is used there. */
export const SAID: Readonly<Record<string, readonly (readonly [text: string, hex: string])[]>> = {
  'windows-1251': [
    ['Кино - Группа крови', 'cae8edee202d20c3f0f3efefe020eaf0eee2e8'],
    ['Земфира - Искала', 'c7e5ecf4e8f0e0202d20c8f1eae0ebe0'],
    ['ДДТ — Что такое осень', 'c4c4d2209720d7f2ee20f2e0eaeee520eef1e5edfc'],
    [
      'Алла Пугачёва - Миллион алых роз',
      'c0ebebe020cff3e3e0f7b8e2e0202d20cce8ebebe8eeed20e0ebfbf520f0eee7',
    ],
    ['Сплин - Выхода нет', 'd1efebe8ed202d20c2fbf5eee4e020ede5f2'],
    [
      'Би-2 - Полковнику никто не пишет',
      'c1e82d32202d20cfeeebeaeee2ede8eaf320ede8eaf2ee20ede520efe8f8e5f2',
    ],
    [
      'Мумий Тролль - Владивосток 2000',
      'ccf3ece8e920d2f0eeebebfc202d20c2ebe0e4e8e2eef1f2eeea2032303030',
    ],
    ['Наутилус Помпилиус - Крылья', 'cde0f3f2e8ebf3f120cfeeecefe8ebe8f3f1202d20caf0fbebfcff'],
    ['Ария - Беспечный ангел', 'c0f0e8ff202d20c1e5f1efe5f7edfbe920e0ede3e5eb'],
    [
      'Братя Аргирови - Каквото повикало',
      'c1f0e0f2ff20c0f0e3e8f0eee2e8202d20cae0eae2eef2ee20efeee2e8eae0ebee',
    ],
  ],
  'koi8-r': [
    ['Кино - Группа крови', 'ebc9cecf202d20e7d2d5d0d0c120cbd2cfd7c9'],
    ['Земфира - Искала', 'fac5cdc6c9d2c1202d20e9d3cbc1ccc1'],
    ['ДДТ - Что такое осень', 'e4e4f4202d20fed4cf20d4c1cbcfc520cfd3c5ced8'],
    [
      'Алла Пугачева - Миллион алых роз',
      'e1ccccc120f0d5c7c1dec5d7c1202d20edc9ccccc9cfce20c1ccd9c820d2cfda',
    ],
    ['Сплин - Выхода нет', 'f3d0ccc9ce202d20f7d9c8cfc4c120cec5d4'],
    [
      'Би-2 - Полковнику никто не пишет',
      'e2c92d32202d20f0cfcccbcfd7cec9cbd520cec9cbd4cf20cec520d0c9dbc5d4',
    ],
    ['Ария - Беспечный ангел', 'e1d2c9d1202d20e2c5d3d0c5deced9ca20c1cec7c5cc'],
  ],
  'windows-1252': [
    ['Björk - Jóga', '426af6726b202d204af36761'],
    ['Motörhead - Ace of Spades', '4d6f74f67268656164202d20416365206f6620537061646573'],
    ['Die Ärzte - Schrei nach Liebe', '44696520c4727a7465202d20536368726569206e616368204c69656265'],
    ['Sigur Rós - Svefn-g-englar', '53696775722052f373202d20537665666e2d672d656e676c6172'],
    [
      'Édith Piaf - Non, je ne regrette rien',
      'c9646974682050696166202d204e6f6e2c206a65206e65207265677265747465207269656e',
    ],
    ['Beyoncé - Halo', '4265796f6e63e9202d2048616c6f'],
    [
      'Blue Öyster Cult - (Don’t Fear) The Reaper',
      '426c756520d679737465722043756c74202d2028446f6e92742046656172292054686520526561706572',
    ],
    [
      'Céline Dion - Pour que tu m’aimes encore',
      '43e96c696e652044696f6e202d20506f757220717565207475206d9261696d657320656e636f7265',
    ],
    [
      'Mötley Crüe - Girls, Girls, Girls',
      '4df6746c6579204372fc65202d204769726c732c204769726c732c204769726c73',
    ],
    ['Rosalía - Despechá', '526f73616ced61202d2044657370656368e1'],
    [
      'Die Toten Hosen - Tage wie diese (für Ösis)',
      '44696520546f74656e20486f73656e202d205461676520776965206469657365202866fc7220d673697329',
    ],
    ['Größe', '4772f6df65'],
    ['Ação - São João', '41e7e36f202d2053e36f204a6fe36f'],
    ['Mùm - Grænt', '4df96d202d204772e66e74'],
    [
      'Hüsker Dü - Makes No Sense at All',
      '48fc736b65722044fc202d204d616b6573204e6f2053656e736520617420416c6c',
    ],
  ],
  'windows-1250': [
    ['Maryla Rodowicz - Małgośka', '4d6172796c6120526f646f7769637a202d204d61b3676f9c6b61'],
    ['Perfect - Autobiografia część', '50657266656374202d204175746f62696f67726166696120637aea9ce6'],
    [
      'Czesław Niemen - Dziwny jest ten świat',
      '437a6573b36177204e69656d656e202d20447a69776e79206a6573742074656e209c77696174',
    ],
    ['Lucie - Chci zas v tobě spát', '4c75636965202d2043686369207a6173207620746f62ec207370e174'],
    ['Kabát - Pohoda a žízeň', '4b6162e174202d20506f686f64612061209eed7a65f2'],
    ['Omega - Gyöngyhajú lány', '4f6d656761202d204779f66e677968616afa206ce16e79'],
    ['Karel Gott - Včelka Mája', '4b6172656c20476f7474202d2056e8656c6b61204de16a61'],
    ['Republika - Biała flaga', '52657075626c696b61202d20426961b36120666c616761'],
  ],
  'windows-1253': [
    [
      'Χάρις Αλεξίου - Όλα σε θυμίζουν',
      'd7dcf1e9f220c1ebe5eedfeff5202d20bcebe120f3e520e8f5ecdfe6eff5ed',
    ],
    [
      'Γιώργος Νταλάρας - Θεσσαλονίκη',
      'c3e9fef1e3eff220cdf4e1ebdcf1e1f2202d20c8e5f3f3e1ebefeddfeae7',
    ],
    ['Άννα Βίσση - Δώδεκα', 'a2edede120c2dff3f3e7202d20c4fee4e5eae1'],
    ['Μίκης Θεοδωράκης - Ζορμπάς', 'ccdfeae7f220c8e5efe4f9f1dceae7f2202d20c6eff1ecf0dcf2'],
  ],
  'windows-1254': [
    ['Tarkan - Şımarık', '5461726b616e202d20defd6d6172fd6b'],
    ['Sezen Aksu - Gülümse', '53657a656e20416b7375202d2047fc6cfc6d7365'],
    ['Barış Manço - Dağlar Dağlar', '426172fdfe204d616ee76f202d204461f06c6172204461f06c6172'],
    ['Müslüm Gürses - Nilüfer', '4dfc736cfc6d2047fc72736573202d204e696cfc666572'],
    ['Ajda Pekkan - Bambaşka Biri', '416a64612050656b6b616e202d2042616d6261fe6b612042697269'],
  ],
  'windows-1255': [
    ['עופרה חזה - חי', 'f2e5f4f8e420e7e6e4202d20e7e9'],
    ['אריק איינשטיין - עוף גוזל', 'e0f8e9f720e0e9e9f0f9e8e9e9ef202d20f2e5f320e2e5e6ec'],
    ['שלמה ארצי - תתארו לכם', 'f9eceee420e0f8f6e9202d20fafae0f8e520ecebed'],
  ],
  'windows-1256': [
    ['فيروز - نسم علينا الهوى', 'ddedd1e6d2202d20e4d3e320dae1ede4c720c7e1e5e6ec'],
    ['أم كلثوم - إنت عمري', 'c3e320dfe1cbe6e3202d20c5e4ca20dae3d1ed'],
    ['عمرو دياب - تملي معاك', 'dae3d1e620cfedc7c8202d20cae3e1ed20e3dac7df'],
  ],
  shift_jis: [
    ['宇多田ヒカル - First Love', '894691bd93638371834a838b202d204669727374204c6f7665'],
    ['米津玄師 - Lemon', '95c492c38cba8e74202d204c656d6f6e'],
    [
      'サザンオールスターズ - TSUNAMI',
      '8354835583938349815b838b8358835e815b8359202d205453554e414d49',
    ],
    ['中島みゆき - 糸', '9286938782dd82e482ab202d208e85'],
    [
      '椎名林檎 - 丸ノ内サディスティック',
      '92c596bc97d18ce7202d208adb836d93e08354836683428358836583428362834e',
    ],
  ],
  euc_jp: [
    ['宇多田ヒカル - First Love', 'b1a7c2bfc5c4a5d2a5aba5eb202d204669727374204c6f7665'],
    [
      'サザンオールスターズ - TSUNAMI',
      'a5b5a5b6a5f3a5aaa1bca5eba5b9a5bfa1bca5ba202d205453554e414d49',
    ],
    ['中島みゆき - 糸', 'c3e6c5e7a4dfa4e6a4ad202d20bbe5'],
  ],
  euc_kr: [
    ['아이유 - 좋은 날', 'bec6c0ccc0af202d20c1c1c0ba20b3af'],
    ['방탄소년단 - 봄날', 'b9e6c5babcd2b3e2b4dc202d20babdb3af'],
    ['소녀시대 - 다시 만난 세계', 'bcd2b3e0bdc3b4eb202d20b4d9bdc320b8b8b3ad20bcbcb0e8'],
    ['빅뱅 - 거짓말', 'baf2b9f0202d20b0c5c1feb8bb'],
  ],
  gb18030: [
    ['周杰伦 - 青花瓷', 'd6dcbddcc2d7202d20c7e0bba8b4c9'],
    ['邓丽君 - 月亮代表我的心', 'b5cbc0f6befd202d20d4c2c1c1b4fab1edced2b5c4d0c4'],
    ['王菲 - 红豆', 'cdf5b7c6202d20baecb6b9'],
    ['陈奕迅 - 十年', 'b3c2dec8d1b8202d20caaec4ea'],
  ],
  big5: [
    ['鄧麗君 - 月亮代表我的心', 'be48c452a767202d20a4ebab47a54eaaeda7daaabaa4df'],
    ['周杰倫 - 青花瓷', 'a950aa4eaddb202d20ab43aae1b2a1'],
    ['張惠妹 - 聽海', 'b169b466a966202d20c5a5aefc'],
  ],
}
